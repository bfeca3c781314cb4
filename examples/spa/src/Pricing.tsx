export function Pricing() {
  return (
    <main>
      <h1>Pricing</h1>
      <p>900 EUR a month and berth, without a minimum term.</p>
    </main>
  );
}
