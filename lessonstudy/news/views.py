"""The list of news and the page of one post."""

from lessonstudy.content.views import RecordView
from lessonstudy.search.views import RecordListView

from .forms import NewsFilter
from .metadata import post_page
from .models import NewsPost


class PostListView(RecordListView):
    queryset = NewsPost.objects.all()
    related = ("photos:first",)
    filter_class = NewsFilter
    template_name = "news/post_list.html"


class PostView(RecordView):
    queryset = NewsPost.objects.all()
    related = ("events__places__names", "events__photos:first", "photos", "documents")
    template_name = "news/post_detail.html"
    describe = staticmethod(post_page)
