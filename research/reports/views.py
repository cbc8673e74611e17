"""Reports for readers: the list, one report, two side by side, and the report as a file."""

from django.http import FileResponse, Http404
from django.views.generic import TemplateView

from events.chain import OF_REPORT, chain
from lessonstudy.content.printing import pdf_response
from lessonstudy.content.related import fetch_related
from lessonstudy.content.views import RecordView
from lessonstudy.search.views import RecordListView

from .forms import ReportFilter
from .metadata import report_page
from .models import Report
from .outline import abstract, by_pupil, cycle, story
from .pdf import pdf
from .word import word


class ReportListView(RecordListView):
    queryset = Report.objects.all()
    related = ("schools", "team__person")
    filter_class = ReportFilter
    template_name = "research/report_list.html"


class ReportView(RecordView):
    queryset = Report.objects.all()
    related = ("event", *OF_REPORT, "schools", "team__person", "photos", "documents")
    template_name = "research/report_detail.html"
    describe = staticmethod(report_page)

    def get_context_data(self, **kwargs):
        report = self.object
        more = {
            "chain": chain(report),
            "story": story(report.body, report.language),
            "tables": by_pupil(report.body, report.language),
            "cycle": cycle(report.body),
            "abstract": abstract(report),
        }
        return super().get_context_data(**more, **kwargs)


class ReportPdfView(ReportView):
    """The whole report to print, with its labels in the language of the reader's page."""

    def show(self, **more):
        fetch_related([self.object], "schools", "team__person")
        return pdf_response(*pdf(self.object), f"{self.object.slug}.pdf")


class ReportWordView(ReportView):
    def show(self, **more):
        fetch_related([self.object], "schools", "team__person")
        return FileResponse(word(self.object), as_attachment=True, filename=f"{self.object.slug}.docx")


class CompareView(TemplateView):
    """Two public reports side by side: ?report=<slug>&report=<slug>."""

    template_name = "research/report_compare.html"

    def get_context_data(self, **kwargs):
        wanted = list(dict.fromkeys(self.request.GET.getlist("report")))[:2]
        found = {report.slug: report for report in Report.objects.published().filter(slug__in=wanted)}
        reports = fetch_related([found[slug] for slug in wanted if slug in found], "schools", "team__person")
        if wanted and not reports:
            raise Http404
        return super().get_context_data(reports=reports, rows=side_by_side(reports), noindex=True, **kwargs)


def side_by_side(reports):
    """[(title, [the part of each report])] of the parts that any of them has; lessons beside lessons."""
    parts = [{part.anchor: part for part in story(report.body, report.language)} for report in reports]
    titles = {anchor: part.title for known in parts for anchor, part in known.items()}
    order = sorted(titles, key=place_of)
    return [(titles[anchor], [known.get(anchor) for known in parts]) for anchor in order]


def place_of(anchor):
    order = ("focus", "pupils", "lesson", "outcome")
    name, _dash, number = anchor.partition("-")
    return order.index(name), int(number or 0)
