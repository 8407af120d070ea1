"""Text as it is stored: sanitised HTML in the editor's schema, and its way in and out.

``sanitise`` makes the stored form, ``blocks`` reads it block by block, ``markdown`` brings Markdown in and
out, ``plain`` gives bare text, ``mentions`` knows who is named. Nothing here touches the database.
"""
