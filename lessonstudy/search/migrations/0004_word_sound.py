"""How each known word sounds, to propose names of the other script."""

from django.db import migrations, models

from lessonstudy.search.words import sound


def listen(apps, schema_editor):
    words = apps.get_model("search", "Word").objects
    known = list(words.only("text"))
    for word in known:
        word.sound = sound(word.text)
    words.bulk_update(known, ["sound"], batch_size=400)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_cards_without_dates"),
    ]

    operations = [
        migrations.AddField(
            model_name="word",
            name="sound",
            field=models.CharField(db_index=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.RunPython(listen, migrations.RunPython.noop),
    ]
