"""How telephone numbers are written for people."""


def format_phone(number: str) -> str:
    """«+79123456789» → «+7 912 345-67-89»; anything else as it is."""
    if len(number) != 12 or not number.startswith("+7"):
        return number
    return f"+7\u00a0{number[2:5]}\u00a0{number[5:8]}-{number[8:10]}-{number[10:]}"
