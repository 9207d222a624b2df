from . import access_log
from . import consent_record
from . import export
from . import media
from . import portal
from . import privacy
from . import self_service
from . import webhook
