"""Everything that is kept about one person, as one file for that person (152-ФЗ, ст. 14)."""

from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string

from registry import clock
from registry.history.labels import changes_of
from registry.kept_data import CardsOfPerson, kept_data
from registry.models import Person

#: versions of the card that the file tells
MOST_CHANGES = 1000


def person_file(person: Person, *, sensitive: bool) -> bytes:
    """A ZIP with a page to read and the scans. `sensitive`: the reader may know special categories, otherwise the page
    says who gives them out."""
    cards = CardsOfPerson(person)
    own = [card for one in cards.cards for card in (one, getattr(one, "mentor", None), getattr(one, "mentee", None))]
    records = [record for record in own if record is not None]
    page = render_to_string(
        "registry/person_file.html",
        {
            "person": person,
            "today": clock.today(),
            "parts": [(kind.title, kind.records(cards, sensitive)) for kind in kept_data],
            "changes": changes_of(*records, untold=() if sensitive else ("categories",), most=MOST_CHANGES),
            "sensitive": sensitive,
        },
    )
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("сведения.html", page)
        for number, scan in enumerate((scan for kind in kept_data for scan in kind.files(cards)), start=1):
            suffix = PurePosixPath(str(scan.name)).suffix
            try:
                with scan.storage.open(str(scan.name), "rb") as file:
                    archive.writestr(f"сканы/{number}{suffix}", file.read())
            except FileNotFoundError:
                archive.writestr(f"сканы/{number} — файла нет в хранилище.txt", "")
    return content.getvalue()
