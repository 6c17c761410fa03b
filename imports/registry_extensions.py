"""What imports add to the register's own screens (registry/extension_points.py)."""

from imports.actions.kept_rows import KEPT_DATA
from imports.file_size import check_size
from imports.queries import provenance
from registry import extension_points, kept_data


def attach() -> None:
    """Called once, when the application is ready."""
    extension_points.record_origins.append(provenance.origins_of)
    extension_points.upload_checks["imports"] = check_size
    kept_data.kept_data += KEPT_DATA
