"""What people do on the first page."""

from worklist.models.reminder import Reminder

__all__ = ["Reminder"]
