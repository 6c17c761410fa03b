"""«Пора решать»: people whose data need not be kept any longer."""

from django.db.models import QuerySet

from mentoring.filters.kept_people import KeptPeopleFilter
from mentoring.queries.kept_people import people_to_decide
from mentoring.tables.kept_people import KeptPeopleTable
from registry import clock
from registry.access import Right
from registry.models import Person
from registry.views.lists import RegisterList


class KeptPeople(RegisterList):
    right = Right.DEPERSONALISE
    heading = "Личные сведения: пора решать"
    intro = (
        "Люди, у которых нет незаконченных пар и отозвано согласие на обработку или вышел срок хранения по политике. "
        "Карточку обезличивают или оставляют до дня, назвав причину."
    )
    empty_icon = "check2-circle"
    empty_title = "Решать пока не о ком"
    empty_text = "Человек появится здесь, когда отзовёт согласие или выйдет срок хранения его сведений."
    table_class = KeptPeopleTable
    filterset_class = KeptPeopleFilter

    def get_queryset(self) -> QuerySet[Person]:
        return people_to_decide(self.request.user, clock.today())
