"""The work: request -> clarify -> answer -> support -> ladder -> close.

1. A request comes in, in at most five fields (`HelpRequest`). Its clock runs until the first human contact.
2. It is clarified in three columns (`Clarification`) and answered (`Answer`): often that is enough.
3. Help for one child starts only when the consent that the law asks for is there (`HelpConsent`, `ConsentDecision`).
4. A `Support` has one lead, few faces, steps, contacts and goals in the family's own words, and moves up and down the ladder.
5. It closes with a code, and a day to look back.

`actions` writes and keeps the working relations; `queries` reads; `states`, `ladder`, `worklist`, `visits` are pure ideas.
"""
