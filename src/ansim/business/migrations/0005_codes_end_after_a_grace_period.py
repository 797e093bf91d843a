"""A reissued code may end later: its end is found by an index of its own."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("business", "0004_reports")]
    operations = [
        migrations.AddIndex(
            "venuecode",
            models.Index(
                fields=["revoked_at"],
                condition=Q(revoked_at__isnull=False),
                name="venue_code_by_end",
            ),
        )
    ]
