/** The cheery dialect: who is there under which name, told to all on every change, and at which address each is found. */
@NullMarked
package dev.ringdown.server.dialect.cheery;

import org.jspecify.annotations.NullMarked;
