"""Holding a recording against a spec: what occurs in it, what misfits, and how.

`auditor` ties the parts together: `recording` reads lines and takes events out of envelopes,
`catalogue` knows which declaration an event is meant to be, `checks` finds its misfits,
`census` counts its fields, `tally` adds up, and `report` says it in four formats.
"""
