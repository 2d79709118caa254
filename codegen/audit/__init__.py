"""Audit recordings against a spec: which events occur, which misfit, and how.

`auditor` ties the parts together: `recording` reads lines and unwraps events, `catalogue` looks up
the declaration of an event, `checker` finds its misfits, `census` counts its fields, `tally` sums
up, and `report` prints the result in four formats.
"""
