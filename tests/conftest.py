"""Lets the pure tests import `whatsapp_dsgvo.lib` without Odoo.

The addon's own `__init__` imports its models and so needs Odoo; an empty package
with the same path stands in for it.
"""

import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

package = types.ModuleType("whatsapp_dsgvo")
package.__path__ = [str(ROOT / "whatsapp_dsgvo")]
sys.modules.setdefault("whatsapp_dsgvo", package)
sys.path.insert(0, str(ROOT))
