"""Bringing narrative in: Markdown, Word and pasted HTML become titled sections, pictures and a report.

``files.import_file`` takes an uploaded file, ``files.import_text`` what came from the clipboard,
``matching.match_sections`` lays the result onto the sections of a kind. Nothing here touches the database.
"""
