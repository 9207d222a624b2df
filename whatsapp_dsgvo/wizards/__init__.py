from . import privacy_lookup_wizard
from . import wa_withdrawal
