"""The verbs on people: the only code that writes their rows.

``people`` (join, edit, leave, come back), ``tokens``, ``invitations``, ``avatars``.
"""
