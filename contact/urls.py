from django.urls import re_path

from . import views

app_name = "contact"
urlpatterns = [
    re_path(r"^(?P<page_id>[0-9]{1,18})/$", views.form, name="form"),
    re_path(r"^sent/(?P<token>[A-Za-z0-9_-]{43})/$", views.sent, name="sent"),
]
