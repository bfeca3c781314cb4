/** A link out of the dashboard, or plain text where the address must not be followed. */
export function OutsideLink({ address, text }: { address: string | null; text: string }) {
  if (address === null) return <span class="address">{text}</span>;
  return (
    <a class="address" href={address} rel="noreferrer">
      {text}
    </a>
  );
}
