"""What can stand in the way of a back-up or a restore; each message says what to do."""

from __future__ import annotations


class BackupRefused(RuntimeError):
    """No back-up was made, or nothing was restored; nothing half is left."""


class NoRecipient(BackupRefused):
    def __init__(self) -> None:
        super().__init__(
            "Nobody is named who can open the back-up. Make a key with `schakel backup-key FILE`, keep that file elsewhere, "
            "and set SCHAKEL_BACKUP_RECIPIENTS to the line that starts with age1."
        )


class WrongKey(BackupRefused):
    def __init__(self, file: str) -> None:
        super().__init__(f"None of these keys opens {file}. Use the key file that belongs to it: --key FILE.")


class NotWhole(BackupRefused):
    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} is cut off or was changed after it was made. Take another copy; nothing was restored."
        )


class NoBackup(BackupRefused):
    def __init__(self, file: str) -> None:
        super().__init__(f"{file} is no back-up of Schakel.")


class NotEmpty(BackupRefused):
    def __init__(self, tables: int) -> None:
        super().__init__(
            f"This database is not empty ({tables} tables), and a back-up is only restored into a new one. Make a new database "
            "and point DATABASE_URL and DATABASE_OWNER_URL at it; for the private database choose a new SCHAKEL_PRIVATE_FOLDER."
        )


class OtherSealKey(BackupRefused):
    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"The log in this back-up was sealed with the key {wanted}, which is not the key here. Set SCHAKEL_SEAL_KEY to it. "
            "If it is lost: --anyway restores, and verify-log will say that it cannot check the old blocks."
        )


class OlderThanSeen(BackupRefused):
    def __init__(self, here: int, there: int) -> None:
        super().__init__(
            f"This folder remembers a log up to block {here}; the back-up ends at block {there}. What was done in between is "
            "not in it. If that is how it must be: --anyway restores, and keeps the memory beside the new one."
        )


class CountsDiffer(BackupRefused):
    def __init__(self, differences: list[str]) -> None:
        super().__init__(
            f"The restored tables do not hold what the back-up counted: {'; '.join(differences)}. All was removed again."
        )


class ProgramFailed(BackupRefused):
    """PostgreSQL's own program stopped; its last line tells why."""

    def __init__(self, program: str, said: str) -> None:
        lines = [line for line in said.strip().splitlines() if "error" in line.lower()] or [
            said.strip()[-300:]
        ]
        hint = (
            " Make room and try again." if "No space left" in said or "disk is full" in said.lower() else ""
        )
        super().__init__(f"{program} stopped: {lines[0].strip()}{hint}")


class CannotWrite(BackupRefused):
    def __init__(self, file: str, reason: str) -> None:
        hint = (
            " Make room or choose another folder." if "space" in reason else " Choose another name or folder."
        )
        super().__init__(f"Cannot write {file}: {reason}.{hint}")
