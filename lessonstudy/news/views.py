"""The list of news and the page of one post."""

from lessonstudy.content.views import RecordListView, RecordView

from .forms import NewsFilter
from .metadata import post_page
from .models import NewsPost


class PostListView(RecordListView):
    queryset = NewsPost.objects.latest_first().for_list()
    filter_class = NewsFilter
    template_name = "news/post_list.html"


class PostView(RecordView):
    queryset = NewsPost.objects.prefetch_related("events__places__names", "photos", "documents")
    template_name = "news/post_detail.html"
    describe = staticmethod(post_page)
