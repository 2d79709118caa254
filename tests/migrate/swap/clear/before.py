"""Names are exchanged: a name that is gone says for which spec the file is written."""

import events as ev
from events import First, Second


def of_the_old_spec(event: ev.ServerEvent):
    if event.type == "item.third.old":
        return 3
    if isinstance(event, ev.First) and event.ahead:
        return First, event.one
    return isinstance(event, ev.Second), Second
