/** Who may call what, told from the contract and the policy file, without asking anybody. */
@NullMarked
package dev.polyrpc.client.policy;

import org.jspecify.annotations.NullMarked;
