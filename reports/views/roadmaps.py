"""A roadmap on paper: its draft at any time, the frozen document once it is agreed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.enums import RoadmapStatus
from mentoring.queries.roadmaps import holds_for, roadmaps_visible_to
from registry.access import Access, Right, require
from reports.actions import issue_roadmap
from reports.documents import RoadmapPaper
from reports.queries import document_of_roadmap
from reports.views.documents import pdf_response


@require_safe
def roadmap_draft(request: HttpRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_ROADMAPS))
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    paper = RoadmapPaper()
    payload = paper.payload_from(roadmap)
    draft = roadmap.status != RoadmapStatus.AGREED
    name = f"Проект. {paper.file_name(payload)}" if draft else paper.file_name(payload)
    return pdf_response(paper.render(payload, draft=draft), content_disposition_header(False, name) or "inline")


@require_http_methods(["GET", "POST"])
def roadmap_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """«Проверьте перед выпуском» for a roadmap; once per opened page."""
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    require(holds_for(request.user, Right.EDIT_ROADMAPS, roadmap))
    if roadmap.status != RoadmapStatus.AGREED:
        messages.error(request, "Документ выпускается, когда дорожная карта согласована.")
        return redirect(roadmap)
    if request.method == "POST":
        known = request.POST.get("instead_of", "")
        try:
            document = issue_roadmap(
                roadmap=roadmap,
                instead_of=int(known) if known.isdecimal() else None,
                site=request.build_absolute_uri("/"),
                by=request.user,
            )
        except ValidationError as error:
            messages.error(request, "Документ не выпущен. " + " ".join(error.messages))
            return redirect(roadmap)
        messages.success(request, "Дорожная карта выпущена.")
        return redirect(document)
    gaps = RoadmapPaper().gaps(RoadmapPaper().payload_from(roadmap))
    context = {
        "roadmap": roadmap,
        "gaps": [gap for gap in gaps if not gap.blocks],
        "blocking": [gap for gap in gaps if gap.blocks],
        "in_force": document_of_roadmap(roadmap.pk),
    }
    return render(request, "reports/roadmap_check.html", context)
