from django.urls import path, re_path

from . import views

app_name = "contact"
urlpatterns = [
    path("<int:page_id>/", views.form, name="form"),
    re_path(r"^sent/(?P<token>[A-Za-z0-9_-]{43})/$", views.sent, name="sent"),
]
