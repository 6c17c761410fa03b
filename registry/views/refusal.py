"""The page that refuses what somebody has no right to, and names who has it (403)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registry.access import MATRIX, NO_RIGHT, Access
from registry.enums import MUNICIPAL_ROLES, Role

_ABOVE_ALL = "администратора всех муниципалитетов портала"
#: whom one turns to, in the genitive; who only reads or enters data is turned to by nobody
_GENITIVE = {
    Role.CURATOR: "куратора организации",
    Role.HEAD: "руководителя организации",
    Role.COUNCIL: "совета наставников",
    Role.COORDINATOR: "муниципального координатора",
    Role.ADMIN: "администратора муниципалитета",
}


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The handler of PermissionDenied. A refusal in words of its own names whom it sends to; any other names who has
    the right that was asked for last."""
    message = str(exception) or NO_RIGHT
    advice = advice_after_refusal(Access.of(request.user)) if message == NO_RIGHT else ""
    return render(request, "403.html", {"message": message, "advice": advice}, status=403)


def advice_after_refusal(access: Access) -> str:
    """Whoever stands next to the reader first."""
    if not access.memberships:
        return "Доступ выдают администратор муниципалитета и муниципальный координатор: обратитесь к кому-то из них."
    if access.last_asked is None:
        return f"Если это нужно для работы, обратитесь к {_dative_of_admin(access)}."
    others = MATRIX[access.last_asked] - access.roles
    order = list(_GENITIVE)
    if access.roles.intersection(MUNICIPAL_ROLES):
        order.reverse()
    *before, last = [_GENITIVE[role] for role in order if role in others] or [_ABOVE_ALL]
    if not before:
        return f"Право на это есть у {last}. Если это нужно для работы, обратитесь к нему."
    return f"Право на это есть у {', '.join(before)} и {last}. Если это нужно для работы, обратитесь к кому-то из них."


def _dative_of_admin(access: Access) -> str:
    of_all = Role.ADMIN in access.roles
    return "администратору всех муниципалитетов портала" if of_all else "администратору муниципалитета"
