from django.urls import path

from reports.views import documents, orders, roadmaps, verification

app_name = "reports"

urlpatterns = [
    path("documents/", documents.DocumentList.as_view(), name="documents"),
    path("documents/<int:pk>/", documents.document_detail, name="document"),
    path("documents/<int:pk>/pdf/", documents.document_pdf, name="document_pdf"),
    path("documents/<int:pk>/cancel/", documents.document_cancel, name="document_cancel"),
    path("documents/<int:pk>/supersede/", orders.order_supersede, name="order_supersede"),
    path("documents/orders/new/", orders.order_new, name="order_new"),
    path("documents/orders/new/<int:organisation_pk>/", orders.order_pairs, name="order_pairs"),
    path("documents/orders/<slug:code>/", orders.order_check, name="order_check"),
    path("documents/orders/<slug:code>/edit/", orders.order_edit, name="order_edit"),
    path("documents/orders/<slug:code>/text/", orders.order_text, name="order_text"),
    path("documents/orders/<slug:code>/draft.pdf", orders.order_draft_pdf, name="order_draft"),
    path("documents/orders/<slug:code>/issue/", orders.order_issue, name="order_issue"),
    path("documents/roadmaps/<int:pk>/draft.pdf", roadmaps.roadmap_draft, name="roadmap_draft"),
    path("documents/roadmaps/<int:pk>/issue/", roadmaps.roadmap_issue, name="roadmap_issue"),
    path("verify/", verification.verify_form, name="verify_form"),
    path("verify/<str:code>/", verification.verify, name="verify"),
]
