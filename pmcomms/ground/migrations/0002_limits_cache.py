"""The table of the cache alias ``limits``, so that ``migrate`` alone makes it (no createcachetable)."""

from django.db import migrations

CREATE = """
CREATE TABLE IF NOT EXISTS ground_limits_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS ground_limits_cache_expires ON ground_limits_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("ground", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE IF EXISTS ground_limits_cache")]
