import type { Clock } from '../../packages/domain/clock.ts';
import { editionStore } from '../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../packages/table/stores/network-store.ts';
import { personStore } from '../../packages/table/stores/person-store.ts';
import { personnelStore } from '../../packages/table/stores/personnel-store.ts';
import type { Table } from '../../packages/table/table.ts';
import type { PersonnelPorts } from './apply-personnel.ts';

/** The stores that every change of a person's work needs. */
export const personnelPorts = (table: Table, clock: Clock): PersonnelPorts => ({
  persons: personStore(table),
  personnel: personnelStore(table),
  network: networkStore(table),
  editions: editionStore(table),
  clock,
});
