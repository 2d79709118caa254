"""Names are exchanged: a name that is gone says for which spec the file is written."""

import events as ev
from events import Second as First, First as Second


def of_the_old_spec(event: ev.ServerEvent):
    if event.type == "item.third.new":
        return 3
    if isinstance(event, ev.Second) and event.ahead:
        return First, event.one
    return isinstance(event, ev.First), Second
