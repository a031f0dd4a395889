"""Who may see and do what, and who did.

1. A role says which pages exist for someone (`roles`).
2. A working relation says which person, request, support or site they may reach, why and until when (`Relation`, kept by the
   actions of the rooms above through `relations`).
3. One gate answers both "this one?" and "which ones?" from that table (`gates`).
4. Every look, write and refusal leaves one row in one append-only log (`log`, `middleware`), which is sealed in blocks (`seal`,
   `sealer`) so that a changed, removed or reordered row is found (`verify`).

The rooms above register what their records are called (`subjects`); this room imports none of them.
"""
