"""Which version of a municipality's policy a day is judged by."""

from datetime import date

from registry.models import Municipality, Policy


class NoPolicy(Policy.DoesNotExist):
    """The municipality had adopted no policy by that day; `str()` tells the user what to do."""

    def __init__(self, municipality: Municipality, on: date) -> None:
        super().__init__(
            f"На {on:%d.%m.%Y} у муниципалитета «{municipality}» нет действующей политики. Её принимает администратор "
            f"в настройках: выбирает образец и день, с которого он действует, не позже {on:%d.%m.%Y}."
        )
        self.municipality = municipality
        self.on = on


def policy_in_force(municipality: Municipality, on: date) -> Policy:
    """The latest version whose `valid_from` has come by `on`; a pair is judged by the day of its order.

    Raises NoPolicy when there is none: rules are a decision of the municipality, so none are invented for it.
    """
    policy = municipality.policies.filter(valid_from__lte=on).order_by("-valid_from").first()
    if policy is None:
        raise NoPolicy(municipality, on)
    return policy
