"""One of several processes that race for a mentor's places; started by tests/mentoring/test_races.py.

Arguments: the mentor, the user, the organisation, then the mentees. Waits for a line on standard input so that all
processes start together, tries all mentees at once in threads, prints how many became pairs and how many were refused.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.exceptions import ValidationError
    from django.db import connection

    from accounts.models import User
    from mentoring.actions.pairs import create_pair
    from registry import clock
    from registry.models import Form, Mentee, Mentor, Organisation

    mentor_id, user_id, organisation_id, *mentee_ids = (int(argument) for argument in sys.argv[1:])
    together = Barrier(len(mentee_ids))

    def attempt(mentee_id: int) -> str:
        mentor = Mentor.objects.select_related("person").get(pk=mentor_id)
        mentee = Mentee.objects.select_related("person").get(pk=mentee_id)
        organisation = Organisation.objects.select_related("municipality").get(pk=organisation_id)
        user, form = User.objects.get(pk=user_id), Form.objects.get(code="teacher-teacher")
        together.wait(timeout=30)
        try:
            create_pair(
                mentor=mentor,
                mentee=mentee,
                organisation=organisation,
                form=form,
                starts_on=clock.today(),
                ends_on=clock.today() + timedelta(days=200),
                by=user,
            )
        except ValidationError as error:
            return "refused" if "Места заняты" in " ".join(error.messages) else repr(error)
        finally:
            connection.close()
        return "paired"

    with ThreadPoolExecutor(len(mentee_ids)) as threads:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        outcomes = list(threads.map(attempt, mentee_ids))
    sys.stdout.write("\n".join(outcomes))


if __name__ == "__main__":
    main()
