"""A chart as an answer of its own."""

from django.http import HttpResponse

#: An SVG of pygal carries its own styles; nothing else may load or run in it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def chart_response(svg: bytes) -> HttpResponse:
    """`svg` in UTF-8. The policy of pages (CSPMiddleware) gives way to one that the answer already has."""
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Content-Security-Policy": _POLICY})
