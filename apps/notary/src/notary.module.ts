/** The notary as a part of a service; what it consists of is put together where it is opened. */
export class NotaryModule {}
