/** What a modal is about: a lead, and the private card it was opened from, which only its buttons keep current. */
export type AboutLead = { leadId: string; privateCard?: string };

/** For private_metadata. `privateCard` is a response address. */
export function toMetadata({ leadId, privateCard }: AboutLead): string {
  return privateCard === undefined ? leadId : JSON.stringify({ leadId, privateCard });
}

/** What {@link toMetadata} wrote. */
export function fromMetadata(metadata: string): AboutLead {
  return metadata.startsWith('{') ? (JSON.parse(metadata) as AboutLead) : { leadId: metadata };
}
