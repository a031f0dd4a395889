from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes (OWASP password storage): Django's default takes 100 MB for each log-in."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
