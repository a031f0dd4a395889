"""The shell and the design system: what every page of Schakel looks like and how every form behaves.

Data passes through here only as text on its way to a screen, or as a draft on its way to an action:

1. a view of an upper room asks `drafts` for the desk of its form: what was typed before lies on it;
2. `forms` shows the form, its errors beside the fields, and a one-time ticket;
3. htmx keeps what is typed at `/concept/` every few seconds; only its author ever sees it;
4. sending goes through `Desk.send_once`: the ticket is used up, the action runs and the draft is gone, in one
   transaction.

Upper rooms register their places in the menu (`navigation`) and their panels (`panels`); web imports none of
them and reads a role as a plain string.
"""
