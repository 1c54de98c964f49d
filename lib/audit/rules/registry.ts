import { ATTR_001 } from './break';
import { ATTR_002 } from './conflict';
import { TREE_002 } from './cycle';
import { ATTR_005 } from './late-attach';
import { ATTR_003 } from './malformed';
import { TREE_001 } from './orphan';
import { TREE_004 } from './repeated-span';
import type { Rule } from './rule';
import { TREE_003 } from './self-parent';
import { SESS_001 } from './session-without-ids';
import { SESS_002 } from './session-without-spans';
import { ATTR_004 } from './unattributable';
import { CUST_001 } from './unpreserved';

/** Every rule, in the order of its code. */
export const RULES: readonly Rule[] = [
  ATTR_001,
  ATTR_002,
  ATTR_003,
  ATTR_004,
  ATTR_005,
  TREE_001,
  TREE_002,
  TREE_003,
  TREE_004,
  CUST_001,
  SESS_001,
  SESS_002,
];
