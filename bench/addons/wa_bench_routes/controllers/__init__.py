from . import yardsticks
