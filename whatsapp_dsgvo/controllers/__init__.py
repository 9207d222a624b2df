from . import access_log
from . import portal
from . import privacy
from . import webhook
