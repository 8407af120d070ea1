"""The six departments every company starts with."""

from django.db import migrations

SIX = [
    ("rd", "研发", "R&D", "#4c6ef5", "code-xml"),
    ("marketing", "市场", "Marketing", "#d6409f", "megaphone"),
    ("sales", "销售", "Sales", "#e5830c", "trending-up"),
    ("support", "客服", "Support", "#0aa5a5", "headphones"),
    ("finance", "财务", "Finance", "#2f9e44", "japanese-yen"),
    ("operations", "运营", "Operations", "#7950f2", "activity"),
]


def seed(apps, schema_editor):
    Department = apps.get_model("departments", "Department")
    for position, (code, name_zh, name_en, color, icon) in enumerate(SIX, start=1):
        Department.objects.get_or_create(
            code=code,
            defaults={
                "name_zh": name_zh,
                "name_en": name_en,
                "color": color,
                "icon": icon,
                "ordering": position * 10,
                "is_core": True,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("departments", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
