import { assertEquals, assertThrows } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import { type Event, type State, StateMachine, transition } from "../../lib/ul/fsm.ts";
import { pynetdicomTable } from "../support/fsm_table.ts";

const pure = { permissions: "none" } as const;

for (let event = 1; event <= 19; event++) {
  for (let state = 1; state <= 13; state++) {
    Deno.test(`event ${event} in Sta${state} is what pynetdicom has there`, pure, () => {
      const expected = pynetdicomTable[`${event} ${state}`];
      assertEquals(transition(event as Event, { state: state as State })?.action, expected?.action);
      if (!expected) return;
      for (const isRequestor of [true, false]) {
        const next = transition(event as Event, { state: state as State, isRequestor })?.next;
        assertEquals(expected.next.includes(next ?? 0), true);
      }
    });
  }
}

Deno.test("a machine goes from state to state, and says what it cannot do as DCMTK does", pure, () => {
  const machine = new StateMachine();
  const actions = ([1, 2, 3, 9, 11, 12, 14, 13] as Event[]).map((event) => machine.take(event));
  assertEquals(actions, ["AE-1", "AE-2", "AE-3", "DT-1", "AR-1", "AR-8", "AR-9", "AR-3"]);
  assertEquals(machine.state, 1);
  const { condition } = assertThrows(() => machine.take(9), DicomError);
  assertEquals(condition.text, "DUL Finite State Machine Error: No action defined, state 1 event 8");
});
