from . import privacy_lookup_wizard
from . import wa_block
from . import wa_withdrawal
from . import wa_erasure_start
from . import wa_request_report
from . import wa_hold_start
from . import wa_number_show
from . import wa_retention_left
