"""Steps in orders nobody would think of.

A failure prints the steps and a line that reproduces them.
"""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test


def hold_in_any_order(machine, orders, steps):
    """Tries so many `orders` of so many `steps`; the same ones each time.

    `machine`: makes a new `RuleBasedStateMachine` for each.
    """
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=orders,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            print_blob=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
