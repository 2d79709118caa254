"""All nodes of a program's tree. Modules take them as `cst.Name`: the tree is a concrete one."""

from .expressions import *  # noqa: F403
from .statements import *  # noqa: F403
