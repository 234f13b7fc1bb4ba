"""Email addresses that look mistyped: asked about once, never refused."""

#: Where most people in the UK have their mail.
USUAL = (
    "aol.com",
    "btinternet.com",
    "gmail.com",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "icloud.com",
    "live.co.uk",
    "outlook.com",
    "protonmail.com",
    "talktalk.net",
    "virginmedia.com",
    "yahoo.co.uk",
    "yahoo.com",
)
#: As close to one of those as a slip is, and right.
ALSO_RIGHT = {"email.com", "mail.com", "ymail.com"}


def meant(email: str) -> str:
    """The address that somebody probably meant, where one slip lies between; empty where nothing looks wrong."""
    name, _, domain = email.rpartition("@")
    domain = domain.lower()
    if domain in USUAL or domain in ALSO_RIGHT:
        return ""
    return next((f"{name}@{usual}" for usual in USUAL if one_slip(domain, usual)), "")


def one_slip(typed: str, right: str) -> bool:
    """Whether one letter is missing, too many or wrong, or two neighbours are swapped."""
    start = 0
    while start < min(len(typed), len(right)) and typed[start] == right[start]:
        start += 1
    typed, right = typed[start:], right[start:]
    while typed and right and typed[-1] == right[-1]:
        typed, right = typed[:-1], right[:-1]
    if len(typed) == len(right) == 2:
        return typed == right[::-1]
    return {len(typed), len(right)} <= {0, 1} and typed != right
