"""Routes of lists. Those of the files themselves are exact paths, as more than a form is taken there (`LARGE_BODIES`)."""

from django.urls import path

from ansim.business.bulk import views

app_name = "bulk"
urlpatterns = [
    path("my/lists/", views.my_home, name="my-home"),
    path("my/lists/new", views.my_new, name="my-new"),
    path("my/lists/business/<int:business_id>.csv", views.my_venues, name="my-venues"),
    path("my/lists/files/<int:upload_id>", views.my_upload, name="my-upload"),
    path("my/lists/files/<int:upload_id>/apply", views.my_apply, name="my-apply"),
    path("my/lists/files/<int:upload_id>/cancel", views.my_cancel, name="my-cancel"),
    path("my/lists/files/<int:upload_id>/closings", views.my_closings, name="my-closings"),
    path("my/lists/files/<int:upload_id>/refused.csv", views.my_refused, name="my-refused"),
    path("my/lists/<int:list_id>/posters", views.my_posters, name="my-posters"),
    path("my/lists/posters/<int:order_id>", views.my_order, name="my-order"),
    path("my/lists/posters/<int:order_id>/cancel", views.my_order_cancel, name="my-order-cancel"),
    path("my/lists/posters/<int:order_id>/file", views.my_order_file, name="my-order-file"),
    path("lists/", views.home, name="home"),
    path("lists/new", views.new, name="new"),
    path("lists/files/<int:upload_id>", views.upload, name="upload"),
    path("lists/files/<int:upload_id>/apply", views.apply, name="apply"),
    path("lists/files/<int:upload_id>/cancel", views.cancel, name="cancel"),
    path("lists/files/<int:upload_id>/closings", views.closings, name="closings"),
    path("lists/files/<int:upload_id>/refused.csv", views.refused, name="refused"),
    path("lists/files/<int:upload_id>/licences", views.choose, name="choose"),
    path("lists/licences", views.licences, name="licences"),
    path("lists/<int:list_id>/posters", views.posters, name="posters"),
    path("lists/posters/<int:order_id>", views.order, name="order"),
    path("lists/posters/<int:order_id>/cancel", views.order_cancel, name="order-cancel"),
    path("lists/posters/<int:order_id>/file", views.order_file, name="order-file"),
    path("lists/waiting/", views.waiting, name="waiting"),
    path("lists/waiting/<int:upload_id>", views.decide, name="decide"),
    path("lists/waiting/<int:upload_id>/decision", views.decided, name="decided"),
]
