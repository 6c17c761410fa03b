"""How headings and dates look in every xlsx file."""

from openpyxl.styles import Alignment, Font, PatternFill

DATE_FORMAT = "dd.mm.yyyy"
HEADING_FONT = Font(bold=True)
HEADING_FILL = PatternFill("solid", start_color="FFE8EEF6")
HEADING_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
WRAPPED = Alignment(wrap_text=True, vertical="top")
