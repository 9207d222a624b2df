from . import wa_withdrawal
