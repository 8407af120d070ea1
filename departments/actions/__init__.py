"""The verbs on the organisation: the only code that writes its rows.

``departments``, ``memberships``, ``stand_ins``, ``products``, ``liaisons``, ``calendar``.
"""
